"""Hands a request in, prints what happens, approves the calls that are asked about, and prints how it ended.

    python3 -m venv .venv && . .venv/bin/activate
    pip install --require-hashes -r docs/examples/python/requirements.txt
    python docs/examples/python/generate.py
    PITCREW_GATEWAY=127.0.0.1:50051 python docs/examples/python/process_order.py 'Refund order 70116'

PITCREW_TENANT chooses the tenant. Where the gateway asks who calls, PITCREW_TOKEN is sent as a bearer token, and PITCREW_TLS_CA_FILE
names the CA of its certificate; another machine gets a token over TLS alone.
"""

import os
import sys
import time
import uuid
from pathlib import Path

import grpc

sys.path.insert(0, os.environ.get("PITCREW_GENERATED", str(Path(__file__).parent / "generated")))

from pitcrew.gateway.v1 import gateway_pb2, gateway_pb2_grpc  # noqa: E402
from pitcrew.run.v1 import event_pb2  # noqa: E402

DEADLINE_SECONDS = 10
RESUMES_MAX = 30
RESUME_PAUSE_SECONDS = 1
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

Gateway = gateway_pb2_grpc.GatewayServiceStub


def main() -> int:
    request = sys.argv[1] if len(sys.argv) > 1 else "Process order #4521 for customer acme-corp"
    with open_channel(os.environ["PITCREW_GATEWAY"]) as channel:
        try:
            follow_to_its_end(Gateway(channel), os.environ.get("PITCREW_TENANT", "demo"), request)
        except grpc.RpcError as error:
            print(f"{error.code().name}: {error.details()}", file=sys.stderr)
            return 1
    return 0


def open_channel(address: str) -> grpc.Channel:
    ca_file = os.environ.get("PITCREW_TLS_CA_FILE")
    if ca_file:
        return grpc.secure_channel(address, grpc.ssl_channel_credentials(Path(ca_file).read_bytes()))
    if headers() and address.rpartition(":")[0] not in LOOPBACK:
        sys.exit(f"a token is not sent to {address} without TLS: set PITCREW_TLS_CA_FILE")
    return grpc.insecure_channel(address)


def follow_to_its_end(gateway: Gateway, tenant: str, request: str) -> None:
    # The request id makes the submission safe to repeat: the same id always answers with the same run.
    submission = gateway_pb2.SubmitRunRequest(tenant=tenant, request_id=str(uuid.uuid4()), request=request)
    run = gateway.SubmitRun(submission, timeout=DEADLINE_SECONDS, metadata=headers()).run
    print(f"run {run}")
    for stored in watch(gateway, tenant, run):
        kind = stored.event.body.WhichOneof("kind")
        print(f"{stored.sequence} {kind}", flush=True)
        if kind == "approval_requested":
            approve(gateway, tenant, run, stored.event.body.approval_requested)
        if kind == "run_finished":
            ending = stored.event.body.run_finished
            print(f"{event_pb2.RunStatus.Name(ending.status)}: {ending.account}")


def watch(gateway: Gateway, tenant: str, run: str):
    """Each event once: after a lost connection the watch goes on behind the last event that arrived."""
    after, resumes = 0, 0
    while True:
        request = gateway_pb2.WatchRunRequest(tenant=tenant, run=run, resume_after=after)
        try:
            for response in gateway.WatchRun(request, metadata=headers()):
                after, resumes = response.stored.sequence, 0
                yield response.stored
            return
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE or resumes >= RESUMES_MAX:
                raise
            resumes += 1
            time.sleep(RESUME_PAUSE_SECONDS)


def approve(gateway: Gateway, tenant: str, run: str, asked: event_pb2.ApprovalRequested) -> None:
    """Sends back unchanged what was asked, so that the decision holds for this call and no other."""
    print(f"asked: {asked.summary}")
    decision = gateway_pb2.DecideApprovalRequest(
        tenant=tenant,
        run=run,
        step=asked.step,
        item=asked.item,
        plan_version=asked.plan_version,
        tool=asked.tool,
        argument_digest=asked.argument_digest,
        approved=True,
        decided_by="example",
    )
    gateway.DecideApproval(decision, timeout=DEADLINE_SECONDS, metadata=headers())


def headers() -> list[tuple[str, str]]:
    token = os.environ.get("PITCREW_TOKEN")
    return [] if token is None else [("authorization", f"Bearer {token}")]


if __name__ == "__main__":
    sys.exit(main())
