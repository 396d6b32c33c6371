"""The sentences of click that this program speaks, named so that the catalogue of messages keeps them.

click translates its own messages through gettext's default domain, which is ours.
"""

import gettext

from rotation.language import N_

SENTENCES = (
    N_("Aborted!"),
    N_("Choose from:\n\t{choices}"),
    N_("Commands"),
    gettext.ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    N_("Error: {message}"),
    gettext.ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("Missing argument"),
    N_("Missing command."),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    gettext.ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    N_("Options"),
    N_("Positional arguments"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Usage:"),
    N_("Usage: "),
    N_("default: {default}"),
    N_("directory"),
    N_("file"),
    N_("path"),
    N_("{value!r} is not a valid boolean. Recognized values: {states}"),
    N_("{value!r} is not a valid {number_type}."),
    gettext.ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    N_("{value} is not in the range {range}."),
)
