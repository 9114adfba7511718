"""The subcommands of `pusat`: one module each, of the same name.

A module has HELP (Indonesian), `add_arguments(parser)` and `run(options)`, which returns a Report and raises
CommandError. Only `start`, which does not end, reports nothing.
"""
