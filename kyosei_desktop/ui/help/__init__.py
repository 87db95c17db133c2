"""The manual inside the program: its pages, which of them tells of what is shown, and the window that shows them."""
