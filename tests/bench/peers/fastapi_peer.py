"""The Python peer: FastAPI, numpy, and the fastest JSON package at hand. Run by uvicorn.

POST /multiply {"a": [[..]], "b": [[..]]} -> {"product": [[..]]}
"""
import numpy as np
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

try:
    import orjson

    read = orjson.loads

    def write(product):
        return orjson.dumps({"product": product}, option=orjson.OPT_SERIALIZE_NUMPY)

except ImportError:
    import ujson

    read = ujson.loads

    def write(product):
        return ujson.dumps({"product": product.tolist()})


# From this size on a body is worked on in a thread of its own, so that the event loop stays free
# for others (as far as Python's lock lets it).
LARGE = 100_000

app = FastAPI()


def answer(body):
    try:
        operands = read(body)
        a = np.array(operands["a"], dtype=np.float64)
        b = np.array(operands["b"], dtype=np.float64)
        return Response(write(a @ b), media_type="application/json")
    except (KeyError, TypeError, ValueError) as problem:
        return Response(f"{problem}\n", 422, media_type="text/plain")


@app.post("/multiply")
async def multiply(request: Request):
    body = await request.body()
    if len(body) < LARGE:
        return answer(body)
    return await run_in_threadpool(answer, body)
