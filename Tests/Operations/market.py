"""People who trade in circles without end: each is paid one currency again and again, and wants another one for it."""

import hashlib
import http.client
import json
import random
import threading
import urllib.parse

from payments import Failed, Wallet, await_issuer, call, insist, new_creditor, new_debtor, order_of, wait_for

COIN = "application/vnd.swaptacular.coin-info+json"
PLENTY = 10**15


def put(url, text, content_type):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=15)
    try:
        connection.request("PUT", parts.path, text, {"Content-Type": content_type})
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 201, 204):
            raise Failed(f"PUT {url}: {answer.status}")
    finally:
        connection.close()


class Currency:
    """What an issuer has published: it is worth as much as the base currency, or is that itself."""

    def __init__(self, addresses, identity, locator, peg=None):
        self.debtor, self.locator = identity, locator
        self.url = f"{addresses['DEBTORS_URL']}/debtors/{identity}"
        self.token = f"debtors:{identity}"
        document = {
            "type": "CoinInfo", "revision": 1, "latestDebtorInfo": {"uri": locator}, "summary": "For a rehearsal.",
            "debtorIdentity": self.identity(), "debtorName": f"Test {identity}", "amountDivisor": 100.0, "decimalPlaces": 2, "unit": "TEST",
        }
        if peg:
            document["peg"] = {
                "type": "Peg", "exchangeRate": 1.0, "debtorIdentity": peg.identity(), "latestDebtorInfo": {"uri": peg.locator},
                "display": {"type": "PegDisplay", "amountDivisor": 100.0, "decimalPlaces": 2, "unit": "TEST"},
            }
        text = json.dumps(document).encode()
        # The host of the documents has them without TLS, too.
        put(f"{addresses['SANDBOX_URL']}/documents/{locator.split('/')[-1]}", text, COIN)
        self.publish(hashlib.sha256(text).hexdigest().upper())

    def identity(self):
        return {"type": "DebtorIdentity", "uri": f"swpt:{self.debtor}"}

    def publish(self, digest):
        info = {"type": "DebtorInfo", "iri": self.locator, "contentType": COIN, "sha256": digest}
        data = json.dumps({"type": "RootConfigData", "rate": 0.0, "info": info})
        number = insist("GET", f"{self.url}/config", self.token)["latestUpdateId"]
        body = {"type": "DebtorConfig", "configData": data, "latestUpdateId": number + 1}
        insist("PATCH", f"{self.url}/config", self.token, body)

    def issue(self, recipient, amount):
        """Whether it was taken; nobody asks again."""
        return call("POST", f"{self.url}/transfers/", self.token, order_of(recipient, amount))[0] == 201


class Trader:
    def __init__(self, addresses, base, sold, bought):
        self.sold, self.bought = sold, bought
        identity = new_creditor(addresses["CREDITORS_URL"])
        agent = lambda _: addresses["CREDITORS_URL"]
        self.gives, self.gets = Wallet(identity, sold.debtor, agent), Wallet(identity, bought.debtor, agent)
        # Prices are named in the base currency; nothing is ever held in it.
        insist("POST", self.gives.url("accounts/"), self.gives.token, {"uri": f"swpt:{base.debtor}"}, (201, 303))
        self.peg = {
            "type": "CurrencyPeg", "exchangeRate": 1.0, "account": {"uri": f"/creditors/{identity}/accounts/{base.debtor}/"},
        }
        for wallet in (self.gives, self.gets):
            wallet.open_account()
            wallet.hear_of_everything(addresses["SANDBOX_URL"])

    @property
    def identity(self):
        return self.gives.identity

    def want(self):
        """Everything of one currency is to become another one."""
        self.gives.change("exchange", policy="conservative", minPrincipal=0, maxPrincipal=0, peg=self.peg)
        self.gets.change("exchange", policy="conservative", minPrincipal=PLENTY, maxPrincipal=PLENTY, peg=self.peg)

    def want_nothing(self):
        for wallet in (self.gives, self.gets):
            wallet.change("exchange")


class Market:
    """Three currencies, and traders of whom each sells one for the next, so that only circles can serve them."""

    def __init__(self, addresses, traders=9):
        self.addresses = addresses
        self.base = self.found_base()
        self.currencies = [self.found() for _ in range(3)]
        self.traders = [
            Trader(addresses, self.base, self.currencies[number % 3], self.currencies[(number + 1) % 3]) for number in range(traders)
        ]
        # Those who have not got anything yet since one began to wait for that.
        self.idle = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.pay, daemon=True)
        for trader in self.traders:
            trader.want()
        self.thread.start()

    def found_base(self):
        debtors, identity = self.addresses["DEBTORS_URL"], str(int(self.addresses["BASE_DEBTOR_ID"], 0))
        insist("POST", f"{debtors}/debtors/{identity}/activate", "debtors-superuser", {}, (200, 409))
        await_issuer(debtors, identity)
        return Currency(self.addresses, identity, self.addresses["BASE_DEBTOR_INFO_LOCATOR"])

    def found(self):
        identity = new_debtor(self.addresses["DEBTORS_URL"])
        return Currency(self.addresses, identity, f"{self.addresses['DOCUMENTS_URL']}/{identity}", self.base)

    def pay(self):
        """Each trader gets something to sell, without end."""
        while not self.stopping.wait(1):
            for trader in self.traders:
                trader.sold.issue(trader.gives.uri, random.randrange(10_000, 50_000))

    def stop(self):
        """Returns when no turn goes on in which anybody takes part."""
        self.stopping.set()
        self.thread.join()
        for trader in self.traders:
            trader.want_nothing()
        latest = self.latest_turn()
        wait_for("a turn without anybody", lambda: self.latest_turn() > latest + 1)
        self.await_end(latest + 1)

    def wallets(self, currency):
        return [each for trader in self.traders for each in (trader.gives, trader.gets) if each.debtor == currency.debtor]

    # What is to be seen.

    def turns(self):
        return insist("GET", f"{self.addresses['TRADE_ADMIN_URL']}/trade/turns?limit=5", "creditors-superuser")["turns"]

    def latest_turn(self):
        return max([turn["turn_id"] for turn in self.turns()], default=0)

    def phase(self):
        """Of the turn that runs."""
        return min(turn["phase"] for turn in self.turns())

    def received(self):
        return [trader.gets.principal() for trader in self.traders]

    def await_trade(self):
        """Until a turn that has not begun yet is over, and everybody has got something since."""
        latest = self.latest_turn()
        before = self.received()
        self.idle = list(self.traders)
        wait_for("a turn that trades", lambda: any(turn["turn_id"] > latest and (turn.get("n_givings") or 0) > 0 for turn in self.turns()))

        def all_trade():
            self.idle = [each for each, now, then in zip(self.traders, self.received(), before) if now <= then]
            return not self.idle

        wait_for("everybody trades", all_trade)

    def await_end(self, turn):
        """Until this turn and all before it are over."""
        wait_for(f"the end of turn {turn}", lambda: all(each["phase"] == 4 for each in self.turns() if each["turn_id"] <= turn))

    def await_phase(self, phase):
        wait_for(f"a turn in phase {phase}", lambda: self.phase() == phase)
