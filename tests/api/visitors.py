"""Every request of the run over the JSON interface comes from a visitor of its own.

How often one visitor may ask is limited, and tried elsewhere. The server of this run stands, as in service, behind a
proxy that names the visitor; this names another one each time.
"""

import itertools
import ipaddress

import schemathesis

NUMBERS = itertools.count(int(ipaddress.ip_address("10.0.0.1")))


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers["X-Forwarded-For"] = str(ipaddress.ip_address(next(NUMBERS)))
