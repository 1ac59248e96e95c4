"""The canteen's week: prices, stock, buying, cooking, what came back, publishing and planning anew."""
