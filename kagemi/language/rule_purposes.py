"""What each kind of rule is for, in a few words."""

from kagemi.domain.message import say

PURPOSES = {
    "nutrient_range": say("a nutrient between a minimum and a maximum"),
    "energy_share": say("how much of the energy comes from fat, protein, carbohydrate or sugar"),
    "food_group_portions": say("so many portions of vegetables, fish, fruit ..."),
    "budget": say("what a portion may cost"),
    "tag_days": say("on how many days, and on which, something may or must be served"),
    "repeat": say("how soon a dish, a main ingredient, a method ... may come back"),
    "not_adjacent": say("not on two days running"),
    "incompatible": say("at most one of these on a tray"),
    "pin": say("this dish on that day"),
    "ban": say("not these dishes"),
    "diversity": say("so many different dishes, fish species, colours ..."),
    "local_share": say("how much of the money stays in the region"),
    "goes_with": say("this dish only beside one of those"),
    "equipment": say("how long a steamer, an oven ... can be used on a day"),
    "labour": say("how many hours of work a day may take"),
    "storage": say("what fits into the freezer between two deliveries"),
    "supply": say("how much of a food can be had, or must be taken"),
    "use_up": say("what is in stock is cooked by a date"),
    "season": say("foods in their months only"),
    "acceptance": say("how much of the food is expected to be eaten"),
    "fish_form": say("fish hidden first, then in pieces, then whole"),
    "new_dishes": say("few dishes at a time that children do not know"),
    "alternative": say("another dish for children who avoid an allergen"),
    "fish_safety": say("few days with fish that carries mercury or forms histamine"),
    "emissions": say("how much greenhouse gas a tray may cause"),
}
"""Kind -> what it is for, in the order of the kinds."""
