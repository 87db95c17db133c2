"""kyosei_desktop: fill in, collect, merge and print a city's policy progress report."""

__version__ = "0.1.0"
