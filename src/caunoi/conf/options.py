"""Every setting an operator may change, in one typed table; `docs/reference/options.md` is generated from it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Option:
    """One line of the table: the environment variable is `CAUNOI_` and the name in capitals."""

    name: str
    kind: type
    default: Any
    meaning: str
    is_secret: bool = False

    @property
    def env(self) -> str:
        """The environment variable that sets it."""
        return f"CAUNOI_{self.name.upper()}"


TABLE: tuple[Option, ...] = (
    Option("home", Path, Path("var"), "Folder for the embedded database, uploaded files and generated secrets."),
    Option(
        "database_url",
        str,
        "",
        "PostgreSQL address `postgres://user:password@host:port/name`; empty: SQLite in the home.",
    ),
    Option(
        "secret_key",
        str,
        "",
        "Signs sessions and links. Made by `caunoi init` when not given.",
        is_secret=True,
    ),
    Option(
        "field_key",
        str,
        "",
        "Encrypts contact fields (Fernet; several keys separated by commas: the first encrypts, all decrypt).",
        is_secret=True,
    ),
    Option(
        "receipt_pepper",
        str,
        "",
        "Key of the hashes of receipt codes. Made by `caunoi init` when not given; without it no code opens anything.",
        is_secret=True,
    ),
    Option("allowed_hosts", list, ["localhost", "127.0.0.1", "[::1]"], "Host names served, separated by commas."),
    Option("base_url", str, "http://127.0.0.1:8000", "Address written into links that leave the site."),
    Option("is_https", bool, False, "Behind TLS: secure cookies, HSTS, redirect to https."),
    Option("is_debug", bool, False, "Django's debug pages. Never on a real installation."),
    Option(
        "is_sample",
        bool,
        False,
        "Sample federation: marks every page, spares sample accounts the second factor.",
    ),
    Option("site_name", str, "Công đoàn Thủ đô", "Name of the federation shown under the mark."),
    Option("place", str, "Hà Nội", "Place named in the dateline of documents that are drawn up."),
    Option("queue", str, "database", "Background work: `database` or `redis` (then `redis_url`)."),
    Option("redis_url", str, "redis://127.0.0.1:6379/0", "Redis or Valkey of the fleet.", is_secret=True),
    Option(
        "email_url",
        str,
        "console://",
        "`smtp://user:password@host:port` (STARTTLS if offered; port 587 with a user, else 25), `smtps://…` (TLS from the "
        "first byte; port 465), `console://`, or `folder://path` (relative to the home; `folder:///path` is absolute).",
        is_secret=True,
    ),
    Option("email_from", str, "Cầu Nối <cau-noi@localhost>", "Sender of notices."),
    Option("email_connections", int, 2, "Connections to the mail server that one batch of letters is spread over."),
    Option("email_per_second", int, 0, "Most letters a second, for all workers together; 0: as fast as it goes."),
    Option(
        "email_bounces",
        str,
        "",
        "Mailbox that letters come back to when nobody takes them, such as `tra-thu@congdoan.vn`; it must also take "
        "`tra-thu+anything@…`. Empty: they go back to the sender, and no machine reads them.",
    ),
    Option(
        "bounces_imap_url",
        str,
        "",
        "Where that mailbox is read, as `imap_url`; empty: it is the one of `imap_url`, or mail is piped to "
        "`caunoi receive-mail`.",
        is_secret=True,
    ),
    Option(
        "email_in",
        str,
        "",
        "Mailbox that takes cases in, such as `phanhoi@congdoan.vn`; it must also take `phanhoi+anything@…`.",
    ),
    Option(
        "imap_url",
        str,
        "",
        "Where that mailbox is read: `imaps://user:password@host:993/INBOX`, or `imap://…` on the same machine; empty: mail "
        "is piped to `caunoi receive-mail`.",
        is_secret=True,
    ),
    Option("zalo_app_id", str, "", "Id of the application behind the Zalo Official Account; empty: Zalo is off."),
    Option(
        "zalo_secret", str, "", "Secret of the Official Account, which signs what its webhook sends.", is_secret=True
    ),
    Option("zalo_app_secret", str, "", "Secret of the application, which changes keys for new ones.", is_secret=True),
    Option(
        "zalo_refresh_token",
        str,
        "",
        "The first refresh token, from the permission page; later ones are kept in the database, encrypted.",
        is_secret=True,
    ),
    Option(
        "sms_url",
        str,
        "",
        "Address of the gateway of text messages (docs/mechanisms/transports.md has the contract); empty: SMS is off.",
    ),
    Option("sms_key", str, "", "Key of the gateway, sent as `Authorization: Bearer`.", is_secret=True),
    Option("sms_sender", str, "", "Name or number that text messages come from (brandname)."),
    Option("sms_receipt_secret", str, "", "Key by which the gateway signs its reports of arrival.", is_secret=True),
    Option(
        "sms_receipt_hours", int, 6, "Hours that a report of arrival is waited for before the next channel is tried."
    ),
    Option(
        "sms_regions", list, ["VN"], "Countries whose numbers get text messages; others are refused before sending."
    ),
    Option("sms_has_accents", bool, False, "Send Vietnamese letters: 70 characters a part instead of 160."),
    Option(
        "sms_parts_most", int, 2, "Most parts of a text message; a longer one is cut between words, never its link."
    ),
    Option("sms_price", int, 0, "Price of one part in đồng, as in the contract with the gateway; 0: not known."),
    Option("sms_per_second", int, 20, "Most text messages a second, for all workers together; 0: as fast as it goes."),
    Option(
        "sms_body",
        str,
        "",
        "For a gateway with a contract of its own: its request as JSON with `{to}`, `{to_plain}`, `{to_home}`, `{text}`, "
        "`{sender}`, `{key}`, `{reference}`, `{receipt_url}`; empty: ours.",
    ),
    Option("sms_code_field", str, "code", "The field of that gateway's answer that says what became of the message."),
    Option(
        "sms_codes",
        list,
        [],
        "What its values mean: `100=TAKEN,101=KEY,103=QUOTA,99=LATER`; all others: the message is refused.",
    ),
    Option("zns_template", str, "", "Id of the ZNS template that notices are told with; empty: Zalo notices are off."),
    Option(
        "zns_event_templates",
        list,
        [],
        "Templates of their own for some events: `directives.issued=123456`; they take the same parameters.",
    ),
    Option(
        "zns_parameters",
        list,
        ["ten=person:30", "noi_dung=title:100", "don_vi=site:30", "ngay=date:20"],
        "Parameters of the templates: `name=source:most`, the source one of person, title, body, site, date, path, stop.",
    ),
    Option("zns_price", int, 0, "Price of one ZNS message in đồng; 0: not known."),
    Option("zalo_business_url", str, "https://business.openapi.zalo.me", "Where ZNS messages are sent."),
    Option(
        "zalo_receipt_hours", int, 12, "Hours that a report of arrival is waited for before the next channel is tried."
    ),
    Option("zalo_per_second", int, 10, "Most ZNS messages a second, for all workers together; 0: as fast as it goes."),
    Option(
        "vapid_key",
        str,
        "",
        "Private key (P-256, base64url) that signs notices on people's machines. Made by `caunoi init` when not given.",
        is_secret=True,
    ),
    Option(
        "push_hosts",
        list,
        ["fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"],
        "Push services, and what is under them, that notices on people's machines may be handed to.",
    ),
    Option("webpush_per_second", int, 0, "Most notices on machines a second; 0: as fast as it goes."),
    Option("zalo_api_url", str, "https://openapi.zalo.me", "Where messages to people are sent."),
    Option("zalo_oauth_url", str, "https://oauth.zaloapp.com", "Where keys are changed for new ones."),
    Option(
        "zalo_picture_hosts", list, ["zdn.vn", "zadn.vn"], "Hosts, and what is under them, that pictures come from."
    ),
    Option("max_upload_bytes", int, 20 * 1024 * 1024, "Largest accepted file."),
    Option("reading_timeout_seconds", int, 900, "Longest time the reading of one scanned document may take."),
    Option("quiet_from_hour", int, 20, "No reminder is sent from this hour…"),
    Option("quiet_until_hour", int, 7, "…until this hour; it waits."),
    Option("digest_hour", int, 7, "Hour at which digests leave, where a person set none."),
    Option(
        "channel_order",
        list,
        ["ZALO", "EMAIL", "WEBPUSH", "SMS"],
        "Ways out of the site, the first that reaches a person is theirs: ZALO, EMAIL, WEBPUSH, SMS.",
    ),
    Option(
        "digest_order",
        list,
        ["EMAIL", "ZALO", "WEBPUSH", "SMS"],
        "The same for digests, which are long: what costs nothing for each message comes first.",
    ),
    Option(
        "phone_basis",
        str,
        "",
        "Lawful basis of writing to people by SMS and Zalo without their consent, in words that the settings page shows, marked "
        "“chưa đối chiếu”; empty: only to those who agreed. Who withdrew is left alone either way.",
    ),
    Option("transfers_most", int, 3, "How often a case may be passed on before it goes back to its desk."),
    Option("retrain_after", int, 50, "New decisions on cases after which the model of triage is trained anew."),
    Option(
        "plans_approved_by",
        str,
        "above",
        "Who approves a yearly plan: `above` (the unit above) or `board` (another person of the unit itself). The highest "
        "unit always approves its own, by a second person.",
    ),
    Option("link_days", int, 60, "Days that a personal link stays valid."),
    Option("timezone", str, "Asia/Ho_Chi_Minh", "Time zone of dates and deadlines."),
    Option("workers_count", int, 1, "Web server processes."),
    Option(
        "requests_at_once",
        int,
        4,
        "Requests that one web process works on at once; each keeps a connection to the database. Others queue.",
    ),
    Option("log_level", str, "INFO", "Lowest level written to the log."),
)


class Options:
    """The table with its values read; attribute access by option name."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    @property
    def files_dir(self) -> Path:
        """Where uploaded files lie, by their content hash."""
        return Path(self.home) / "files"


def _parse(option: Option, raw: str) -> Any:
    if option.kind is bool:
        if raw.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError(f"{option.env}: expected true or false, got {raw!r}")
        return raw.lower() in {"1", "true", "yes"}
    if option.kind is list:
        return [part.strip() for part in raw.split(",") if part.strip()]
    try:
        return option.kind(raw)
    except ValueError as error:
        raise ValueError(f"{option.env}: expected {option.kind.__name__}, got {raw!r}") from error


def read(environ: dict[str, str] | None = None) -> Options:
    """Read all options from the environment; `CAUNOI_X_FILE` names a file that holds the value of `CAUNOI_X`.

    Secrets that are not given are read from `<home>/secrets/<name>`, where `caunoi init` writes them.
    Raises ValueError with the variable's name when a value cannot be understood.
    """
    env = dict(os.environ) if environ is None else environ
    values: dict[str, Any] = {}
    for option in TABLE:
        raw = env.get(option.env)
        file_name = env.get(f"{option.env}_FILE")
        if raw is None and file_name:
            raw = Path(file_name).read_text(encoding="utf-8").strip()
        values[option.name] = option.default if raw is None else _parse(option, raw)
    values["home"] = Path(values["home"]).absolute()
    for name in ("secret_key", "field_key", "receipt_pepper", "vapid_key"):
        path = values["home"] / "secrets" / name
        if not values[name] and path.is_file():
            values[name] = path.read_text(encoding="utf-8").strip()
    return Options(values)


def as_markdown() -> str:
    """The table as the page `docs/reference/options.md`."""
    lines = [
        "# Options",
        "",
        "Generated from `src/caunoi/conf/options.py` by `caunoi docs`; do not edit.",
        "Each may also be given as a file: `CAUNOI_X_FILE`.",
        "",
        "| variable | kind | default | meaning |",
        "|---|---|---|---|",
    ]
    for option in TABLE:
        shown = ",".join(option.default) if isinstance(option.default, list) else str(option.default)
        lines.append(
            f"| `{option.env}` | {option.kind.__name__}{' (secret)' if option.is_secret else ''} | "
            f"`{shown}` | {option.meaning} |"
        )
    return "\n".join(lines) + "\n"
