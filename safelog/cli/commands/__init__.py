"""The commands. Each file has one, and they all have one shape.

`ARGUMENTS` declares its words, `run(session, words)` carries it out, and its help stands in
`cli.toml` under its name. A command that is not in `COMMANDS` does not exist.
"""

COMMANDS = {
    "init": "init",
    "add": "add",
    "list": "list_incidents",
    "show": "show",
    "edit": "edit",
    "search": "search",
    "entity add": "entity_add",
    "entity list": "entity_list",
    "entity show": "entity_show",
    "entity edit": "entity_edit",
    "attach": "attach",
    "draft list": "draft_list",
    "draft resume": "draft_resume",
    "draft drop": "draft_drop",
    "recipient add": "recipient_add",
    "recipient list": "recipient_list",
    "recipient edit": "recipient_edit",
    "export": "export",
    "verify": "verify",
    "import": "import_lines",
    "check": "check",
    "backup": "backup",
    "restore": "restore",
    "merge": "merge",
    "salvage": "salvage",
    "travel create": "travel_create",
    "passphrase": "passphrase",
    "recovery": "recovery",
    "rekey": "rekey",
    "slot list": "slot_list",
    "slot add": "slot_add",
    "slot remove": "slot_remove",
    "slot rehearse": "slot_rehearse",
    "doctor": "doctor",
    "quit": "quit",
    "burn": "burn",
}
"""Names, in the order in which help lists them, and the module of each."""
