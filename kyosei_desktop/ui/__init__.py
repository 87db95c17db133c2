"""Qt Widgets: windows, forms and item models. Nothing here computes; it asks the layers below."""
