"""What is sold and at what price: plain functions, with nothing of AWS in them."""

from typing import Literal

from pydantic import BaseModel, Field

Pricing = Literal["list", "volume"]

VOLUME_QUANTITY = 10
VOLUME_DISCOUNT_PERCENT = 10


class Item(BaseModel):
    id: str
    name: str
    price_cents: int


class QuoteRequest(BaseModel):
    item_id: str
    quantity: int = Field(ge=1, le=1000)


class Quote(BaseModel):
    item_id: str
    quantity: int
    pricing: Pricing
    total_cents: int


class UnknownItem(LookupError):
    """There is no item of that id."""


_ITEMS = (
    Item(id="desk", name="Standing desk", price_cents=49_900),
    Item(id="chair", name="Office chair", price_cents=24_900),
    Item(id="lamp", name="Desk lamp", price_cents=3_950),
)


def list_items() -> list[Item]:
    return list(_ITEMS)


def find_item(item_id: str) -> Item:
    for item in _ITEMS:
        if item.id == item_id:
            return item
    raise UnknownItem(item_id)


def quote(request: QuoteRequest, pricing: Pricing) -> Quote:
    total = find_item(request.item_id).price_cents * request.quantity
    if pricing == "volume" and request.quantity >= VOLUME_QUANTITY:
        total = total * (100 - VOLUME_DISCOUNT_PERCENT) // 100
    return Quote(item_id=request.item_id, quantity=request.quantity, pricing=pricing, total_cents=total)
