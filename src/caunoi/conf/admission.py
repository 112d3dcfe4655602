"""How urgent each route is when more comes than can be done; patterns of route names, the first that fits counts.

The order of refusal is SAFETY's: statistics and exports, search, desks, everything else, intake last; the look-up of a
receipt is never refused. A room that adds such a route adds its line here.
"""

TABLE: tuple[tuple[str, str], ...] = (
    ("kit:health", "ALWAYS"),
    ("feedback:open_thread", "ALWAYS"),
    ("api*:*thread", "ALWAYS"),
    ("feedback:keep_receipt", "ALWAYS"),
    ("feedback:print_slip", "ALWAYS"),
    # Whoever has begun a paper is never turned away; the door to it is where people wait.
    ("contests:paper", "ALWAYS"),
    ("contests:submit_paper", "ALWAYS"),
    ("contests:save_answers", "ALWAYS"),
    ("contests:entry", "INTAKE"),
    ("contests:start_paper", "INTAKE"),
    ("contests:enter_contest", "INTAKE"),
    ("contests:find_units", "SEARCH"),
    ("feedback:send*", "INTAKE"),
    ("feedback:add_voice", "INTAKE"),
    ("feedback:find_bodies", "SEARCH"),
    ("feedback:overdue", "STATISTICS"),
    ("feedback:publication", "SEARCH"),
    ("feedback:feed", "SEARCH"),
    ("kit:upload_*", "INTAKE"),
    ("api*:create_case", "INTAKE"),
    ("channels:*", "INTAKE"),
    ("open311:requests", "INTAKE"),
    ("open_link", "INTAKE"),
    ("directives:acknowledge", "INTAKE"),
    ("newsroom:note_reading", "STATISTICS"),
    ("newsroom:reach", "STATISTICS"),
    ("*:statistics*", "STATISTICS"),
    ("*:export_*", "STATISTICS"),
    ("*:topics*", "STATISTICS"),
    ("portal:search", "SEARCH"),
    ("library:documents", "SEARCH"),
    ("library:procedures", "SEARCH"),
    ("library:browse", "SEARCH"),
    ("library:cite", "SEARCH"),
    ("organisations:find_units", "SEARCH"),
    ("feedback:register*", "SEARCH"),
    ("desk:*", "DASHBOARD"),
    ("feedback:inbox*", "DASHBOARD"),
    ("feedback:board*", "DASHBOARD"),
    ("directives:coverage", "DASHBOARD"),
)
