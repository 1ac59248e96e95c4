"""What is printed: templates that a canteen may change, rendered in a sandbox."""
