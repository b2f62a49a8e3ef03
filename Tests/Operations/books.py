"""The books of everybody, compared with the accounting authority's."""

from payments import Failed, insist, wait_for


class Books:
    """Of a village and a market on one stack. `issuer` gives the balance that the village's issuer sees."""

    def __init__(self, stack, village, market):
        self.stack, self.village, self.market = stack, village, market
        self.addresses = stack.addresses
        self.sandbox = self.addresses["SANDBOX_URL"]

    def settle(self):
        """Heartbeats and reminders, which otherwise take days, say what the nodes have missed. Whether nothing is set aside any more."""
        for order in ("reminders", "heartbeats"):
            insist("POST", f"{self.sandbox}/{order}", body={})
        return not insist("GET", f"{self.sandbox}/transfers")["prepared"]

    def set_aside(self):
        """Up to three transfers that stay prepared, and what the workers have of them."""
        for prepared in insist("GET", f"{self.sandbox}/transfers")["prepared"][:3]:
            yield f"{prepared}"
            for variable in ("WORKER_POSTGRES_URL", "WORKER_2_POSTGRES_URL"):
                for table in ("account_lock", "transfer_attempt"):
                    query = f"SELECT to_json(t) FROM {table} t WHERE coordinator_request_id = {int(prepared['coordinatorRequestId'])}"
                    if variable in self.addresses:
                        yield f"{variable}: {table}: {self.stack.sql(self.addresses[variable], query) or 'nothing'}"

    def balances(self, debtor):
        accounts = insist("GET", f"{self.sandbox}/accounts?debtorId={debtor}")["accounts"]
        return {account["creditorId"]: account["balance"] for account in accounts if not account["isDeleted"]}

    def issuer(self):
        url = f"{self.village.debtors}/debtors/{self.village.debtor}/"
        return insist("GET", url, f"debtors:{self.village.debtor}")["balance"]

    def collectors(self, debtor):
        """What the workers say that the accounts of Circular Trade have."""
        number = int(debtor) - (2**64 if int(debtor) >= 2**63 else 0)
        query = f"SELECT creditor_id, principal FROM worker_account WHERE debtor_id = {number}"
        found = {}
        for variable in ("WORKER_POSTGRES_URL", "WORKER_2_POSTGRES_URL"):
            if variable in self.addresses:
                for row in self.stack.sql(self.addresses[variable], query).split():
                    collector, principal = row.split("|")
                    found[collector] = int(principal)
        return found

    def differences(self):
        """Where somebody has another number than the authority."""
        self.settle()
        balances = self.balances(self.village.debtor)
        pairs = [(f"wallet {each.identity}", each.principal(), balances[each.identity]) for each in self.village.wallets]
        pairs.append(("the issuer", self.issuer(), balances["0"]))
        for currency in self.market.currencies:
            balances = self.balances(currency.debtor)
            for wallet in self.market.wallets(currency):
                pairs.append((f"trader {wallet.identity} in {wallet.debtor}", wallet.principal(), balances[wallet.identity]))
            for collector, principal in self.collectors(currency.debtor).items():
                pairs.append((f"collector {collector} in {currency.debtor}", principal, balances[collector]))
        return [f"{what}: {mine} instead of {right}" for what, mine, right in pairs if mine != right]

    def check(self):
        """When nothing goes on any more: all agree, and no money was made or lost."""
        try:
            wait_for("nothing is set aside any more", self.settle)
        except Failed as failure:
            raise Failed(f"{failure}: {'; '.join(self.set_aside())}") from None
        last = []

        def agree():
            last[:] = self.differences()
            return not last

        try:
            wait_for("agreement of all books", agree)
        except Failed as failure:
            raise Failed(f"{failure}: {'; '.join(last[:5])}") from None
        totals = insist("GET", f"{self.sandbox}/totals")
        if not totals["isConserved"]:
            raise Failed(f"the authority's books are wrong: {totals['violations']}")

    def kept(self):
        """A line for each currency of the market: what was issued, and what stayed with Circular Trade."""
        for currency in self.market.currencies:
            kept = sum(self.collectors(currency.debtor).values())
            issued = -self.balances(currency.debtor)["0"]
            yield f"currency {currency.debtor}: {issued} were issued, of which the accounts of Circular Trade have kept {kept}"
