"""What each command of the command line does: options in, a use case called, its result for people and for programs.

The arguments are declared in `arguments.py`. To add a command, write a function in the module of its subject that takes
the parsed options and returns a `Result`, and declare its arguments there.
"""
