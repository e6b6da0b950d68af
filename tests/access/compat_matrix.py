"""The routes of existing Sealog clients: which scope each method asks for, as the index of their contract says."""

OPEN, TOKEN, ADMIN = "open", "token", "admin"
EVENTS, WRITE_EVENTS = "read_events", "write_events"
TEMPLATES, WRITE_TEMPLATES = "read_event_templates", "write_event_templates"
CRUISES, WRITE_CRUISES = "read_cruises", "write_cruises"
LOWERINGS, WRITE_LOWERINGS = "read_lowerings", "write_lowerings"
USERS, WRITE_USERS = "read_users", "write_users"

ROOT = "sealog-server"
ID, NAME = "<str:id>", "<str:name>"

API_ROUTES: dict[str, dict[str, str]] = {
    "auth/login": {"POST": OPEN},
    "auth/register": {"POST": OPEN},
    "auth/forgotPassword": {"POST": OPEN},
    "auth/resetPassword": {"PATCH": OPEN},
    "auth/validate": {"GET": TOKEN},
    "auth/profile": {"GET": TOKEN},
    "auth/profile/token": {"GET": TOKEN},
    "users": {"GET": USERS, "POST": WRITE_USERS},
    f"users/{ID}": {"GET": USERS, "PATCH": TOKEN, "DELETE": WRITE_USERS},
    f"users/{ID}/token": {"GET": TOKEN},
    f"users/{ID}/loginToken": {"GET": TOKEN},
    "cruises": {"GET": CRUISES, "POST": ADMIN},
    "cruises/all": {"DELETE": ADMIN},
    f"cruises/{ID}": {"GET": CRUISES, "PATCH": WRITE_CRUISES, "DELETE": ADMIN},
    f"cruises/{ID}/bump": {"GET": CRUISES},
    f"cruises/{ID}/permissions": {"PATCH": WRITE_CRUISES},
    f"cruises/bylowering/{ID}": {"GET": CRUISES},
    f"cruises/byevent/{ID}": {"GET": CRUISES},
    "lowerings": {"GET": LOWERINGS, "POST": ADMIN},
    "lowerings/all": {"DELETE": ADMIN},
    f"lowerings/{ID}": {"GET": LOWERINGS, "PATCH": WRITE_LOWERINGS, "DELETE": ADMIN},
    f"lowerings/{ID}/bump": {"GET": LOWERINGS},
    f"lowerings/{ID}/permissions": {"PATCH": WRITE_LOWERINGS},
    f"lowerings/bycruise/{ID}": {"GET": LOWERINGS},
    f"lowerings/byevent/{ID}": {"GET": LOWERINGS},
    "events": {"GET": EVENTS, "POST": WRITE_EVENTS, "DELETE": ADMIN},
    "events/all": {"DELETE": ADMIN},
    "events/count": {"GET": EVENTS},
    f"events/{ID}": {"GET": EVENTS, "PATCH": WRITE_EVENTS, "DELETE": WRITE_EVENTS},
    f"events/bycruise/{ID}": {"GET": EVENTS},
    f"events/bycruise/{ID}/count": {"GET": EVENTS},
    f"events/bylowering/{ID}": {"GET": EVENTS},
    f"events/bylowering/{ID}/count": {"GET": EVENTS},
    "event_aux_data": {"GET": EVENTS, "POST": WRITE_EVENTS},
    f"event_aux_data/{ID}": {"GET": EVENTS, "PATCH": WRITE_EVENTS, "DELETE": WRITE_EVENTS},
    f"event_aux_data/bycruise/{ID}": {"GET": EVENTS},
    f"event_aux_data/bylowering/{ID}": {"GET": EVENTS},
    "event_exports": {"GET": EVENTS},
    f"event_exports/{ID}": {"GET": EVENTS},
    f"event_exports/bycruise/{ID}": {"GET": EVENTS},
    f"event_exports/bylowering/{ID}": {"GET": EVENTS},
    "event_templates": {"GET": TEMPLATES, "POST": WRITE_TEMPLATES},
    f"event_templates/{ID}": {"GET": TEMPLATES, "PATCH": WRITE_TEMPLATES, "DELETE": WRITE_TEMPLATES},
    "custom_vars": {"GET": EVENTS},
    f"custom_vars/{ID}": {"GET": EVENTS, "PATCH": WRITE_EVENTS},
    f"external_calls/export_cruise/{ID}": {"GET": ADMIN},
    f"external_calls/export_lowering/{ID}": {"GET": ADMIN},
}
ROUTES: dict[str, dict[str, str]] = {
    **{f"{ROOT}/api/v1/{route}": methods for route, methods in API_ROUTES.items()},
    "ws/execute_output": {"GET": OPEN},
    ROOT: {"GET": OPEN},
    f"{ROOT}/server_time": {"GET": OPEN},
    f"{ROOT}/documentation": {"GET": OPEN},
    f"{ROOT}/swagger.json": {"GET": OPEN},
    f"{ROOT}/restricted": {"GET": TOKEN},
    f"{ROOT}/files/images/{NAME}": {"GET": OPEN},
    f"{ROOT}/files/cruises/filepond/process/{ID}": {"POST": WRITE_CRUISES},
    f"{ROOT}/files/cruises/filepond/revert": {"DELETE": WRITE_CRUISES},
    f"{ROOT}/files/cruises/{ID}": {"GET": CRUISES, "POST": WRITE_CRUISES},
    f"{ROOT}/files/cruises/{ID}/": {"GET": CRUISES, "POST": WRITE_CRUISES},
    f"{ROOT}/files/cruises/{ID}/{NAME}": {"GET": CRUISES, "DELETE": WRITE_CRUISES},
    f"{ROOT}/files/lowerings/filepond/process/{ID}": {"POST": WRITE_LOWERINGS},
    f"{ROOT}/files/lowerings/filepond/revert": {"DELETE": WRITE_LOWERINGS},
    f"{ROOT}/files/lowerings/{ID}": {"GET": LOWERINGS, "POST": WRITE_LOWERINGS},
    f"{ROOT}/files/lowerings/{ID}/": {"GET": LOWERINGS, "POST": WRITE_LOWERINGS},
    f"{ROOT}/files/lowerings/{ID}/{NAME}": {"GET": LOWERINGS, "DELETE": WRITE_LOWERINGS},
    # Whatever else is asked for under this root is not found, by anybody.
    f"{ROOT}/": {},
    f"{ROOT}/<path:rest>": {},
}
