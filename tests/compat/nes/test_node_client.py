"""The client library of existing web clients (`@hapi/nes`) against our socket."""

import queue
from collections.abc import Iterator

import pytest

from tests.compat.nes import node_client
from tests.compat.nes.conftest import Server
from tests.compat.nes.node_client import NodeClient
from tests.compat.nes.talk import ALL_PATHS
from tests.compat.nes.test_publications import attach, cruise, log, lowering, template

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def installed() -> None:
    if not node_client.is_there():
        pytest.skip("NEITHER node NOR npm IS INSTALLED: the real nes client was NOT tested")
    node_client.install()


@pytest.fixture
def client(installed: None, server: Server) -> Iterator[NodeClient]:
    with NodeClient(f"{server.ws}/ws", server.admin_token, *ALL_PATHS) as client:
        yield client


def use_everything(server: Server) -> None:
    """Do what is published on each of the 14 subscriptions."""
    admin = server.as_admin
    event = log(server)["id"]
    aux = attach(server, event, "1")["id"]
    attach(server, event, "2")
    admin.delete(f"/event_aux_data/{aux}")
    admin.patch(f"/events/{event}", json={"event_free_text": "so"})
    admin.delete(f"/events/{event}")
    button = server.create("event_templates", **template())
    admin.patch(f"/event_templates/{button}", json={"event_name": "Fishes"})
    admin.delete(f"/event_templates/{button}")
    voyage = server.create("cruises", **cruise("NODE", 1981))
    admin.patch(f"/cruises/{voyage}", json={"cruise_location": "Here"})
    dive = server.create("lowerings", **lowering("NODE1", 1981))
    admin.patch(f"/lowerings/{dive}", json={"lowering_location": "There"})
    variable = admin.get("/custom_vars", params={"name": "asnapStatus"}).json()[0]
    admin.patch(f"/custom_vars/{variable['id']}", json={"custom_var_value": "Node"})


def test_it_receives_all_14_subscriptions(server: Server, client: NodeClient) -> None:
    use_everything(server)
    missing = set(ALL_PATHS)
    while missing:
        told = client.told()
        assert "path" in told, told
        missing.discard(told["path"])


def test_a_client_without_a_token_receives_events(server: Server, installed: None) -> None:
    with NodeClient(f"{server.ws}/ws", "", *ALL_PATHS) as client:
        event = log(server)
        assert client.told() == {"path": "/ws/status/newEvents", "message": event}


def test_its_request_for_the_output_of_exports_is_answered(client: NodeClient) -> None:
    answer = client.request("/ws/execute_output")
    assert answer == {"payload": "connection request received", "statusCode": 200}


@pytest.mark.parametrize(
    "seconds", [60, pytest.param(600, marks=pytest.mark.faults)], ids=["one minute", "ten minutes"]
)
def test_it_stays_connected_without_traffic(server: Server, installed: None, seconds: int) -> None:
    with NodeClient(f"{server.ws}/ws", "", "/ws/status/newLowerings") as client, pytest.raises(queue.Empty):
        client.told(seconds)
