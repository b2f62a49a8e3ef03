"""The long-running commands of each node (OPS 3.2, 3.6 - 3.9), and the memory that manifests ask for (OPS 5.1)."""

import dataclasses


@dataclasses.dataclass
class Pod:
    """A command that has a pod of its own."""

    mib: int
    variables: dict = dataclasses.field(default_factory=dict)


# As the singletons run in production, beside consumers and flushers in pods of their own.
NO_CONSUMERS = {"PROTOCOL_BROKER_PROCESSES": "0", "FLUSH_PROCESSES": "0", "WEBSERVER_PROCESSES": "0"}
ROLLER = NO_CONSUMERS | {"INTERNAL_BROKER_PROCESSES": "0", "HTTP_FETCH_PROCESSES": "0", "TRIGGER_TRANSFERS_PROCESSES": "0"}

# What manifests say nothing of has the number of what is most like it.
PODS = {
    "creditors": {
        "webserver": Pod(130), "all": Pod(688, NO_CONSUMERS), "consume_messages": Pod(80), "flush_all": Pod(84),
    },
    "debtors": {
        "webserver": Pod(119), "all": Pod(302, NO_CONSUMERS), "consume_messages": Pod(73), "flush_all": Pod(82),
    },
    "trade": {
        "solver": Pod(94), "webserver": Pod(119), "worker": Pod(579, ROLLER), "consume_messages": Pod(100),
        "consume_internal_messages": Pod(80), "flush_all": Pod(80), "fetch_debtor_infos": Pod(80), "trigger_transfers": Pod(80),
    },
}

FLUSHED = ["configure_accounts", "prepare_transfers", "finalize_transfers"]
FLUSHED_BY_CREDITORS = FLUSHED + ["updated_ledgers", "updated_policies", "updated_flags", "rejected_configs"]
FLUSHED_BY_TRADE = FLUSHED + [
    "fetch_debtor_infos", "store_documents", "discover_debtors", "confirm_debtors", "activate_collectors", "candidate_offers",
    "needed_collectors", "revise_account_locks", "trigger_transfers", "account_id_requests", "account_id_responses", "start_sendings",
    "start_dispatchings", "replayed_account_transfers", "calculate_surpluses",
]
SCANNED_BY_CREDITORS = ["creditors", "accounts", "log_entries", "ledger_entries", "committed_transfers"]
SCANNED_BY_TRADE = [
    "debtor_info_documents", "debtor_locator_claims", "trading_policies", "worker_accounts", "interest_rate_changes",
    "needed_worker_accounts", "recently_needed_collectors", "account_locks", "creditor_participations", "dispatching_statuses",
    "worker_collectings", "worker_sendings", "worker_receivings", "worker_dispatchings", "transfer_attempts",
]


def named(prefix, kinds):
    return [f"{prefix}_{kind}" for kind in kinds]


# Everything else: part of the process whose request is named.
BRIEF = {
    "creditors": (688, [
        "process_log_additions", "process_ledger_updates", *named("scan", SCANNED_BY_CREDITORS), *named("flush", FLUSHED_BY_CREDITORS),
    ]),
    "debtors": (302, ["scan_debtors", *named("flush", FLUSHED)]),
    "trade": (579, [
        "roll_turns", "roll_worker_turns", "roll_transfers", "replay_delayed_account_transfers", "handle_pristine_collectors",
        "apply_collector_changes", "scan_all", *named("scan", SCANNED_BY_TRADE), *named("flush", FLUSHED_BY_TRADE),
    ]),
}

# Commands of init containers wait for these databases.
INIT = {
    "creditors": ["POSTGRES_URL"], "debtors": ["POSTGRES_URL"], "trade": ["SOLVER_POSTGRES_URL", "WORKER_POSTGRES_URL"],
}
