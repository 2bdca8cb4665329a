# like the long test, but goes on after failures
import os,sys
from tests.acceptance.test_the_api_as_described import *
import pytest
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_all(app, town, role):
    app.testing=False
    client=Api(app,role)
    out=open(f"/tmp/w/sec-sch-{role}.txt","w")
    for op in operations(app):
        if op.path=="/api/v1/session": continue
        for mode in MODES:
            try: tried(client,op,mode,named(op,town),most=6)
            except BaseException as e: print("##",op.method,op.path,mode,type(e).__name__,str(e)[:200], *[str(x)[:900] for x in getattr(e,"exceptions",[])],file=out,flush=True)
    print("done",file=out)
