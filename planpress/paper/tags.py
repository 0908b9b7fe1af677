"""The tags that the layout engine gives a document → the same, mended before the file is written.

In: the engine's file (`pydyf.PDF`) with its objects as dictionaries, and whether margins are silent. Out: nothing;
the objects are changed in place.

Source:
    ISO 32000-1: table 349 (scope of heads), 14.8.2.2 (artifacts), 14.9.4 (replacement text).
"""

from typing import Any

import pydyf

from planpress.breaks import bare


def mend(pdf: Any, *, silent: bool) -> None:
    """Tell which cells head what, take running heads and feet out of what is read, and keep printers from scaling.

    Those get an empty replacement text too where they are `silent`: a sentence that runs over a page is then copied
    without the page number.
    """
    elements = {element.reference: element for element in _objects(pdf, "/StructElem")}
    _tell_scopes(elements)
    _close_rows(pdf, elements)
    pdf.catalog["ViewerPreferences"]["PrintScaling"] = "/None"  # places to write in are as high as they say
    for entry in [thing for thing in pdf.objects if isinstance(thing, dict) and "Dest" in thing and "Title" in thing]:
        entry["Title"] = pydyf.String(bare(entry["Title"].string))  # marks of lines stand in no list of contents
    _set_margins_apart(pdf, elements, {"ActualText": "()"} if silent else {})


def _tell_scopes(elements: dict[bytes, Any]) -> None:
    """Say of each head cell whether it heads a column or a row.

    The library names the heads of each cell instead, and takes wrong ones under a head of two rows.
    """
    for element in elements.values():
        if element["S"] == "/TH":
            part = elements[elements[element["P"]]["P"]]
            element.setdefault("A", {"O": "/Table"})["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"
        elif element["S"] == "/TD":
            element.get("A", {}).pop("Headers", None)
        element.pop("ID", None)  # by which a cell named its heads


def _close_rows(pdf: Any, elements: dict[bytes, Any]) -> None:
    """End all rows of a table in the same column: what spans rows at their end gets an empty cell in each of them.

    Checkers count the columns of a row up to its last cell.
    """
    for part in [element for element in elements.values() if element["S"] in ("/THead", "/TBody")]:
        rows = [elements[row] for row in part["K"]]
        grid = _grid_of([[elements[cell] for cell in row["K"]] for row in rows])
        wide = max((max(row) for row in grid if row), default=0)
        for number, row in enumerate(grid):
            owner = row.get(wide)
            if owner is None or owner[1] == number or owner[0].get("A", {}).pop("RowSpan", 1) == 1:
                continue
            first, begun = owner
            for below in range(begun + 1, len(grid)):
                if grid[below].get(wide) != owner:
                    break
                empty = {**first, "K": pydyf.Array(), "P": part["K"][below], "A": pydyf.Dictionary(first["A"])}
                pdf.add_object(made := pydyf.Dictionary(empty))
                elements[made.reference] = made
                rows[below]["K"].append(made.reference)


def _grid_of(rows: list[list[Any]]) -> list[dict[int, tuple[Any, int]]]:
    """Return for each row, by column, the cell that stands there and the row in which that begins."""
    grid: list[dict[int, tuple[Any, int]]] = [{} for _row in rows]
    for number, cells in enumerate(rows):
        at = 0
        for cell in cells:
            spans = cell.get("A", {})
            while at in grid[number]:
                at += 1
            for below in grid[number : number + spans.get("RowSpan", 1)]:
                below.update(dict.fromkeys(range(at, at + spans.get("ColSpan", 1)), (cell, number)))
    return grid


def _set_margins_apart(pdf: Any, elements: dict[bytes, Any], more: dict[str, str]) -> None:
    """Mark running heads and feet as artifacts, which a screen reader passes over; `more` is said of each.

    The library gives their text a structure element, but leaves that out of the tree, so that it is neither.
    """
    (root,) = _objects(pdf, "/StructTreeRoot")
    in_tree = _reached(list(root["K"]), elements)
    objects = {thing.reference: thing for thing in pdf.objects}
    contents = {page.reference: objects[page["Contents"]].stream for page in _objects(pdf, "/Page")}
    gone = elements.keys() - in_tree
    places = {page: _marks_in(stream) for page, stream in contents.items()}
    for element in (elements[reference] for reference in gone):
        stream, marks = contents[element["Pg"]], places[element["Pg"]]
        for place in [marks[kid] for kid in element["K"] if isinstance(kid, int) and kid in marks]:
            stream[place - 1] = "/Artifact"
            stream[place].clear()
            stream[place].update({"Type": "/Pagination", **more})
        element.free = "f"
    for entry in objects[root["ParentTree"]]["Nums"]:
        if isinstance(entry, list):
            entry[:] = ["null" if reference in gone else reference for reference in entry]


def _marks_in(stream: list[Any]) -> dict[int, int]:
    """Return for each number of marked content where in a page's stream it is told; its tag stands before it."""
    return {item["MCID"]: place for place, item in enumerate(stream) if isinstance(item, dict) and "MCID" in item}


def _reached(waiting: list[Any], elements: dict[bytes, Any]) -> set[bytes]:
    """Return the references of the elements that are in the tree below `waiting`."""
    found: set[bytes] = set()
    while waiting:
        reference = waiting.pop()
        if reference in elements and reference not in found:
            found.add(reference)
            waiting += elements[reference]["K"]
    return found


def _objects(pdf: Any, kind: str) -> list[Any]:
    return [thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Type") == kind]
