"""What a clerk does with a work file: see what is due, fill it in, hand it in."""
