// What comes to the side of the board is where the keyboard goes on.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "side") {
    event.detail.target.focus({ preventScroll: true });
  }
});
