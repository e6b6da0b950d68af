"""The face that existing Sealog clients and scripts know: their HTTP routes and their socket, over our actions."""
