"""Which column of a price list holds what: by the words of its header, or as a person says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kagemi.domain.message import Fault, Where, say
from kagemi.files.cells import parse_rupiah
from kagemi.files.hints import did_you_mean
from kagemi.files.price_units import unit_of_header
from kagemi.files.spreadsheet import Sheet

FIELDS = {
    "food": ("nama barang", "nama bahan", "bahan", "barang", "komoditas", "nama", "jenis", "pangan", "food",
             "item", "product", "commodity", "name", "id"),
    "price": ("harga satuan", "harga", "harga rp", "harga idr", "rp", "rupiah", "price", "price idr",
              "unit price"),
    "unit": ("satuan", "unit", "sat", "uom", "per"),
    "unit_grams": ("gram satuan", "berat satuan", "gram", "unit grams", "grams"),
    "supplier": ("pedagang", "penjual", "pemasok", "supplier", "trader", "vendor", "toko", "lapak", "kios",
                 "nama pedagang"),
    "date": ("tanggal", "tgl", "date", "hari tanggal", "tanggal harga", "quoted on"),
    "valid_until": ("berlaku sampai", "berlaku hingga", "sampai", "valid until", "valid to", "until"),
}  # fmt: skip
"""What a price list may hold, and the headers by which it is known, the surest first."""
REQUIRED = ("food", "price")
_PRICE_OF = ("harga ", "rp ", "price ")
_HEADER_WITHIN = 20
_LEAST_IDR = 100


@dataclass(frozen=True)
class Columns:
    """The header's row among those of a sheet, its names, and field -> column index."""

    row: int
    header: tuple[str, ...]
    index: Mapping[str, int]

    @property
    def unit(self) -> str:
        """The unit that the price's header names, as in "Harga per kg"; else ""."""
        return unit_of_header(self.header[self.index["price"]])

    @property
    def names(self) -> dict[str, str]:
        """Field -> the name of its column."""
        return {field: self.header[i] for field, i in self.index.items()}


def header_of(sheet: Sheet, said: Mapping[str, str]) -> tuple[int, tuple[str, ...]]:
    """The row that looks most like a header, by the names in it; titles may stand above it."""
    wanted = {_plain(name) for name in said.values()}
    known = wanted.union(*FIELDS.values())
    rows = sheet.rows[:_HEADER_WITHIN]
    hits = [sum(_plain(cell.text) in known for cell in row) for row in rows]
    best = hits.index(max(hits))
    return best, tuple(cell.text for cell in rows[best])


def columns_of(
    sheet: Sheet, said: Mapping[str, str], remembered: Mapping[str, str]
) -> tuple[Columns | None, tuple[Fault, ...]]:
    """The columns: as `said` (field -> name of the column), else as remembered, else by the header's words."""
    row, header = header_of(sheet, said)
    place = sheet.rows[row][0].where
    plain = [_plain(name) for name in header]
    index: dict[str, int] = {}
    faults = []
    for field, name in said.items():
        if field not in FIELDS:
            what = say('"{written}" is nothing that a price list holds', written=field)
            faults.append(Fault(Where(), what, did_you_mean(field, FIELDS)))
        elif _plain(name) not in plain:
            what = say('there is no column "{column}" in this table', column=name)
            faults.append(Fault(place, what, did_you_mean(name, [h for h in header if h])))
        else:
            index[field] = plain.index(_plain(name))
    index |= {f: plain.index(_plain(n)) for f, n in remembered.items() if f not in index and _plain(n) in plain}
    for field, words in FIELDS.items():
        if field not in index:
            found = next((plain.index(w) for w in words if w in plain), None)
            if found is None and field == "price":
                found = next((i for i, name in enumerate(plain) if name.startswith(_PRICE_OF)), None)
            if found is not None and found not in index.values():
                index[field] = found
    faults += [
        _missing(field, place, header, _likely(field, sheet, row, index.values()))
        for field in REQUIRED
        if field not in index and field not in said
    ]
    return (None if faults else Columns(row, header, index)), tuple(faults)


def _missing(field: str, place: Where, header: Sequence[str], likely: int | None) -> Fault:
    what = {
        "food": say("no column is known to hold the foods; the header is: {header}", header=_shown(header)),
        "price": say("no column is known to hold the prices; the header is: {header}", header=_shown(header)),
    }[field]
    example = header[likely] if likely is not None and likely < len(header) else "..."
    return Fault(place, what, say('name it: --map {field}="{example}"', field=field, example=example))


def _likely(field: str, sheet: Sheet, row: int, taken: Iterable[int]) -> int | None:
    """The first column that is not taken and whose first value looks like a price, or like a name."""
    for cell_row in sheet.rows[row + 1 : row + 2]:
        for i, cell in enumerate(cell_row):
            amount = parse_rupiah(cell.value)
            fits = (amount or 0) >= _LEAST_IDR if field == "price" else bool(cell.text) and amount is None
            if fits and i not in set(taken):
                return i
    return None


def _shown(header: Sequence[str]) -> str:
    return ", ".join(h for h in header if h)


def _plain(name: str) -> str:
    """A header's words: small letters, without what stands in brackets and without marks."""
    bare = name.casefold().replace("(", " ").replace(")", " ")
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
