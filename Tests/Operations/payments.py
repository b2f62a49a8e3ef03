"""Wallets that pay each other without end, and what must be true of them afterwards. Only the standard library."""

import collections
import http.client
import itertools
import json
import random
import threading
import time
import urllib.parse
import uuid

PATIENCE = 180  # seconds that anything may take


class Failed(Exception):
    """Something is not as it must be."""


def call(method, url, token=None, body=None):
    """Status, body and `Location` of one request; status 0 when nobody has answered."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=15)
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        is_json = answer.headers.get("Content-Type") == "application/json"
        return answer.status, json.loads(text) if is_json else None, answer.headers.get("Location")
    except (OSError, http.client.HTTPException):
        return 0, None, None
    finally:
        connection.close()


def wait_for(what, condition, seconds=PATIENCE):
    """What the condition gives, as soon as it gives something."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(0.2)


def insist(method, url, token=None, body=None, statuses=(200, 201, 204)):
    """The body, however often it has to be asked for: servers may be away for a while."""
    last = []

    def attempt():
        status, answer, _ = call(method, url, token, body)
        last[:] = [status, answer]
        if status in statuses:
            return [answer]
        if status and status < 500:
            raise Failed(f"{method} {url}: {status} {answer}")
        return None

    try:
        return wait_for(f"{method} {url}", attempt)[0]
    except Failed as failure:
        raise Failed(f"{failure} {last}") from None


def new_debtor(debtors):
    """The ID of a new issuer, whose account is there."""
    reservation = insist("POST", f"{debtors}/debtors/.debtor-reserve", "debtors-superuser", {})
    identity = reservation["debtorId"]
    insist(
        "POST", f"{debtors}/debtors/{identity}/activate", "debtors-superuser", {"reservationId": reservation["reservationId"]})
    await_issuer(debtors, identity)
    return identity


def await_issuer(debtors, identity):
    url = f"{debtors}/debtors/{identity}/"
    wait_for("the issuer's account", lambda: insist("GET", url, f"debtors:{identity}").get("account"))


def new_creditor(creditors):
    """The ID of a new holder."""
    reservation = insist("POST", f"{creditors}/creditors/.creditor-reserve", "creditors-superuser", {})
    identity = reservation["creditorId"]
    insist(
        "POST", f"{creditors}/creditors/{identity}/activate", "creditors-superuser", {"reservationId": reservation["reservationId"]})
    return identity


def order_of(recipient, amount):
    """What is sent to pay."""
    return {
        "transferUuid": str(uuid.uuid4()), "recipient": {"uri": recipient}, "amount": amount, "noteFormat": "", "note": "",
    }


class Wallet:
    """A creditor with one account. `agent` gives the address of the agent that has the creditor now."""

    def __init__(self, identity, debtor, agent):
        self.identity, self.debtor, self.agent = identity, debtor, agent
        self.token = f"creditors:{identity}"
        self.uri = None

    def url(self, path):
        return f"{self.agent(self.identity)}/creditors/{self.identity}/{path}"

    def ask(self, path):
        return insist("GET", self.url(path), self.token)

    def open_account(self):
        insist("POST", self.url("accounts/"), self.token, {"uri": f"swpt:{self.debtor}"}, (201, 303))
        info = lambda: self.ask(f"accounts/{self.debtor}/info").get("identity")
        self.uri = wait_for("the name of an account", info)["uri"]

    def hear_of_everything(self, sandbox):
        """Nobody is told of payments up to the negligible amount, and that of a new account is huge."""
        self.change("config", negligibleAmount=0.0)
        url = f"{sandbox}/accounts?debtorId={self.debtor}&creditorId={self.identity}"
        wait_for("an authority that tells everything", lambda: insist("GET", url)["accounts"][0]["negligibleAmount"] == 0)

    def change(self, part, **members):
        """Some members of a part of the account, and the next number."""
        path = f"accounts/{self.debtor}/{part}"
        current = self.ask(path)
        names = {
            "config": ["scheduledForDeletion", "negligibleAmount", "allowUnsafeDeletion"], "exchange": ["minPrincipal", "maxPrincipal"],
        }
        body = {name: current[name] for name in names[part]} | members
        body["latestUpdateId"] = current["latestUpdateId"] + 1
        insist("PATCH", self.url(path), self.token, body)

    def principal(self):
        return self.ask(f"accounts/{self.debtor}/ledger")["principal"]

    def amounts(self):
        """What each entry of the ledger has brought."""
        ledger = self.ask(f"accounts/{self.debtor}/ledger")
        base, result = self.url(f"accounts/{self.debtor}/ledger"), []
        page = ledger["entries"]["first"]
        while page:
            base = urllib.parse.urljoin(base, page)
            body = insist("GET", base, self.token)
            result += [entry["acquiredAmount"] for entry in body["items"]]
            page = body.get("next")
        return result


class Payment:
    def __init__(self, payer, payee, amount):
        self.payer, self.payee, self.amount = payer, payee, amount
        self.uuid = str(uuid.uuid4())

    def send(self):
        """Whether it was taken: only then there is something to be settled."""
        body = {
            "transferUuid": self.uuid, "recipient": {"uri": self.payee.uri}, "amount": self.amount, "noteFormat": "", "note": self.uuid,
        }
        status, _, _ = call("POST", self.payer.url("transfers/"), self.payer.token, body)
        if status in (201, 303):
            return True
        if status and status < 500:
            raise Failed(f"a payment was refused with {status}")
        return False

    def result(self):
        return insist("GET", self.payer.url(f"transfers/{self.uuid}"), self.payer.token).get("result")


class Village:
    """A currency, its holders, and threads in which they pay. Every amount occurs once, so that each payment is known by it."""

    ISSUED = 10**12

    def __init__(self, debtors, sandbox, agent, holders=16):
        self.debtors, self.sandbox = debtors, sandbox
        self.amounts = itertools.count(1001)
        self.payments, self.failures = [], []
        self.stopping = threading.Event()
        self.threads = []
        self.debtor = new_debtor(debtors)
        self.wallets = [self.make_wallet(agent) for _ in range(holders)]
        self.issue()

    def make_wallet(self, agent):
        wallet = Wallet(new_creditor(agent(None)), self.debtor, agent)
        wallet.open_account()
        wallet.hear_of_everything(self.sandbox)
        return wallet

    def issue(self):
        for wallet in self.wallets:
            url = f"{self.debtors}/debtors/{self.debtor}/transfers/"
            insist("POST", url, f"debtors:{self.debtor}", order_of(wallet.uri, self.ISSUED), (201, 303))
        for wallet in self.wallets:
            wait_for("the first money", lambda: wallet.principal() == self.ISSUED)

    def start(self, threads=4, pause=0.02):
        """Each thread pays again and again, with a pause in seconds."""
        self.threads = [threading.Thread(target=self.pay, args=(seed, pause), daemon=True) for seed in range(threads)]
        for thread in self.threads:
            thread.start()

    def pay(self, seed, pause):
        chance = random.Random(seed)
        try:
            while not self.stopping.is_set():
                payer, payee = chance.sample(self.wallets, 2)
                payment = Payment(payer, payee, next(self.amounts))
                # The same request again, until somebody has taken it.
                wait_for("somebody who takes a payment", payment.send)
                self.payments.append(payment)
                time.sleep(pause)
        except Exception as failure:  # pylint: disable=broad-except
            self.failures.append(failure)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.failures:
            raise self.failures[0]

    def check(self):
        """Each payment has happened once, for everybody; says how many there were."""
        expected = {wallet: [self.ISSUED] for wallet in self.wallets}
        for payment in self.payments:
            result = wait_for("the end of a payment", payment.result)
            if result["committedAmount"] != payment.amount:
                raise Failed(f"a payment of {payment.amount} has committed {result}")
            expected[payment.payer].append(-payment.amount)
            expected[payment.payee].append(payment.amount)
        for wallet in self.wallets:
            wait_for(f"the balance of {wallet.identity}", lambda: wallet.principal() == sum(expected[wallet]))
            found, wanted = collections.Counter(wallet.amounts()), collections.Counter(expected[wallet])
            if found != wanted:
                raise Failed(f"ledger of {wallet.identity}: too much {found - wanted}, too little {wanted - found}")
        self.check_authority(expected)
        return len(self.payments)

    def check_authority(self, expected):
        totals = insist("GET", f"{self.sandbox}/totals")
        if not totals["isConserved"]:
            raise Failed(f"the authority's books are wrong: {totals['violations']}")
        accounts = insist("GET", f"{self.sandbox}/accounts?debtorId={self.debtor}")["accounts"]
        balances = {account["creditorId"]: account["balance"] for account in accounts}
        for wallet in self.wallets:
            if balances[wallet.identity] != sum(expected[wallet]):
                raise Failed(f"the authority knows another balance of {wallet.identity}: {balances[wallet.identity]}")
