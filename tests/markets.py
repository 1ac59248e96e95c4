"""Traders and price lists for small workspaces, and quotes with only what a test is about spelled out."""

from datetime import date
from pathlib import Path

from kagemi.domain.supplier import Quote

TODAY = date(2026, 11, 24)
SUPPLIERS = """\
id,name,market,stall,phone,delivery_days,local,notes
pak_min,Pak Min,Pasar Besar,3,0800-0000-01,monday;thursday,yes,example
bu_tin,Bu Tin,Pasar Besar,,,,yes,example
grosir,Grosir Kota,,,,tuesday,,example
"""
OFFERS = """\
supplier,food,unit,unit_grams,step,most_kg
pak_min,ikan_tuna,kg,1000,0.5,40
bu_tin,ikan_tuna,kg,1000,1,
bu_tin,bayam,ikat,200,1,
grosir,beras,sak,25000,1,
"""


def market(folder: Path) -> Path:
    """Give a workspace three traders; returns its folder."""
    data = folder / "nutrition_data"
    (data / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    (data / "offers.csv").write_text(OFFERS, encoding="utf-8")
    return folder


def quote(
    supplier: str = "pak_min",
    food: str = "ikan_tuna",
    price: int = 45_000,
    *,
    unit: str = "kg",
    grams: float = 1000.0,
    on: date = TODAY,
    until: date | None = None,
    source: str = "test",
) -> Quote:
    """45,000 rupiah for a kilogram of tuna, asked today."""
    return Quote(supplier, food, unit, grams, price, on, until, source)
