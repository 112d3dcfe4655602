"""Spreadsheets in: units with their places, and a roster of members. The files are parsed first, and timed apart."""

from measure import Bench, timed

bench = Bench("imports", __doc__)

from caunoi.kit import clock
from caunoi.kit.documents import Table, read_table, write_table
from caunoi.organisations import actions
from caunoi.organisations.models import Member, Placement, Unit
from caunoi.pure.rosters import MEMBER_COLUMNS, UNIT_COLUMNS, guess_mapping

UNIT_HEADERS = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Loại hình",
    "Mã cấp trên",
    "Mã xã",
    "Email",
    "Số đoàn viên",
    "Ngày thành lập",
)
MEMBER_HEADERS = ("Mã số", "Họ và tên", "Điện thoại", "Email", "Bộ phận", "Ngày vào công đoàn")
GRASSROOTS_PER_COMMUNE = 38


def unit_rows(count: int) -> list[list[str]]:
    """Grassroots unions first and their parents last, as such files come."""
    communes = max(1, count // (GRASSROOTS_PER_COMMUNE + 1))
    rows = [
        [f"G{n:06d}", f"CĐCS Công ty TNHH May Sông Đáy {n}", "Công đoàn cơ sở", f"C{n % communes:05d}",
         f"{n % communes:05d}", f"g{n}@bench.example", str(n % 400), "1/7/2025"]
        for n in range(count - communes)
    ]  # fmt: skip
    rows += [
        [f"C{n:05d}", f"Công đoàn xã số {n}", "Công đoàn xã, phường", "", f"{n:05d}", "", "", "1/7/2025"]
        for n in range(communes)
    ]
    return rows


def member_rows(count: int) -> list[list[str]]:
    """People with a phone each, and an address for every second."""
    return [
        [f"{n:06d}", f"Nguyễn Thị Sông Đáy {n}", f"09{n:08d}", f"m{n}@bench.example" if n % 2 else "",
         f"Tổ may {n % 9 + 1}", "18/6/2021"]
        for n in range(count)
    ]  # fmt: skip


def parsed(title: str, headers: tuple[str, ...], rows: list[list[str]], timing: str) -> Table:
    """The rows as an office would send them: written to XLSX, read again."""
    data = write_table(title, headers, rows)
    made: list[Table] = []
    bench.add(timing, len(rows) / timed(lambda: made.append(read_table(data, "bang.xlsx"))))
    return made[0]


def import_units(count: int) -> Unit:
    """Under one root; then the same file again, which must change nothing."""
    kinds = actions.ensure_kinds()
    today = clock.today()
    root = Unit.objects.create(
        kind=kinds["CITY_FEDERATION"], code="HN", name="LĐLĐ", folded_name="ldld", founded_on=today.replace(year=2016)
    )
    Placement.objects.create(unit=root, path=f"/{root.pk}/", depth=0, from_on=root.founded_on)
    table = parsed("Don vi", UNIT_HEADERS, unit_rows(count), "units_parsed_per_s")
    mapping = guess_mapping(table.headers, UNIT_COLUMNS)

    def take(expected: str) -> float:
        done = []
        seconds = timed(
            lambda: done.append(
                actions.import_units(
                    table=table, mapping=mapping, root=root, on=today, is_dry_run=False, by=None, at=clock.now()
                )
            )
        )
        assert not done[0].errors, done[0].errors[:3]
        assert getattr(done[0], expected) == count, done[0]
        return seconds

    seconds = take("new_count")
    assert Placement.objects.filter(to_on=None).count() == count + 1
    bench.add("units", count)
    bench.add("units_s", seconds)
    bench.add("units_s_per_10000", seconds * 10_000 / count, "<= 20")
    bench.add("units_again_s_per_10000", take("same_count") * 10_000 / count)
    return Unit.objects.filter(code__startswith="G").first() or root


def import_members(unit: Unit, count: int) -> None:
    """A roster of one unit; the same again; and with every row changed."""
    table = parsed("Doan vien", MEMBER_HEADERS, member_rows(count), "members_parsed_per_s")
    mapping = guess_mapping(table.headers, MEMBER_COLUMNS)

    def take(expected: str) -> float:
        done = []
        seconds = timed(
            lambda: done.append(
                actions.import_members(
                    unit=unit, table=table, mapping=mapping, is_dry_run=False, by=None, at=clock.now()
                )
            )
        )
        assert not done[0].errors, done[0].errors[:3]
        assert getattr(done[0], expected) == count, done[0]
        return seconds

    bench.add("members", count)
    bench.add("members_per_s", count / take("new_count"), ">= 5000")
    assert Member.objects.filter(unit=unit).count() == count
    bench.add("members_again_per_s", count / take("same_count"))
    for _number, row in table.rows:
        row[4] = "Tổ cắt"
    bench.add("members_changed_per_s", count / take("changed_count"), ">= 5000")


def main() -> None:
    unit = import_units(bench.size(1_000, 10_000, 125_000))
    import_members(unit, bench.size(2_000, 20_000, 100_000))
    bench.finish()


if __name__ == "__main__":
    main()
