"""The form that numbered copies are registered on, for the small campaign, which has none."""

REGISTER = {
    "id": "register",
    "code": "REG",
    "title": "Register of copies",
    "origin": "editor",
    "scope": "copies",
    "audience": ["any"],
    "fields": [
        {"label": "Unit", "value": "unit"},
        {"label": "Copies", "value": "copies"},
        {"label": "Pack", "value": "pack", "width_percent": 100},
        {"label": "Edition", "value": "revision", "width_percent": 100},
    ],
    "blocks": [
        {
            "table": {
                "rows": "copies",
                "count": 3,
                "columns": [
                    {"label": "No.", "width_mm": 20, "value": "label"},
                    {"label": "Handed to", "width_mm": 90},
                    {"label": "Returned on", "width_mm": 60},
                ],
            }
        }
    ],
}
