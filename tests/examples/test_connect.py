"""An app's own tests without an SDK, on a sandbox that lives as long as they do:

    nango-cli sandbox --port 0 --exec python3 -m unittest tests/examples/test_connect.py
"""

import json
import os
import unittest
import urllib.error
import urllib.request

HOST = os.environ["NANGO_HOSTPORT"]
KEY = os.environ["NANGO_SECRET_KEY"]


def call(method, path, body=None, key=KEY):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(HOST + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


class Connecting(unittest.TestCase):
    def setUp(self):
        status, _ = call("POST", "/_sandbox/control/reset", {})
        self.assertEqual(status, 200)

    def test_a_user_connects_with_an_api_key(self):
        session = {"tags": {"end_user_id": "u_1"}, "allowed_integrations": ["openai"]}
        _, minted = call("POST", "/connect/sessions", session)
        token = minted["data"]["token"]
        path = f"/api-auth/api-key/openai?connect_session_token={token}"
        status, made = call("POST", path, {"apiKey": "sk-123"}, key=None)
        self.assertEqual(status, 200)
        path = f"/connections/{made['connectionId']}?provider_config_key=openai"
        _, connection = call("GET", path)
        self.assertEqual(connection["credentials"]["apiKey"], "sk-123")
        self.assertEqual(connection["tags"], {"end_user_id": "u_1"})

    def test_every_test_begins_anew(self):
        _, listed = call("GET", "/connections")
        self.assertEqual(listed["connections"], [])


if __name__ == "__main__":
    unittest.main()
