#include "CNodeResources.h"

// #embed is part of C23 and an extension before it.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define FOLDER "../../services/"

// Every openapi.json and every migration, in the order of their paths. A test compares the table with the folder.
static const node_resource resources[] = {
#define FILE "../../services/creditors/migrations/0001-creditors/up.sql"
#include "resource.h"
#define FILE "../../services/creditors/migrations/0002-outbox/up.sql"
#include "resource.h"
#define FILE "../../services/creditors/migrations/0003-rejected/up.sql"
#include "resource.h"
#define FILE "../../services/creditors/openapi.json"
#include "resource.h"
#define FILE "../../services/debtors/migrations/0001-debtors/up.sql"
#include "resource.h"
#define FILE "../../services/debtors/migrations/0002-outbox/up.sql"
#include "resource.h"
#define FILE "../../services/debtors/migrations/0003-rejected/up.sql"
#include "resource.h"
#define FILE "../../services/debtors/openapi.json"
#include "resource.h"
#define FILE "../../services/trade/migrations/solver/0001-solver/up.sql"
#include "resource.h"
#define FILE "../../services/trade/migrations/solver/0002-turn-report/up.sql"
#include "resource.h"
#define FILE "../../services/trade/migrations/worker/0001-outbox/up.sql"
#include "resource.h"
#define FILE "../../services/trade/migrations/worker/0002-worker/up.sql"
#include "resource.h"
#define FILE "../../services/trade/migrations/worker/0003-explain/up.sql"
#include "resource.h"
#define FILE "../../services/trade/migrations/worker/0004-rejected/up.sql"
#include "resource.h"
#define FILE "../../services/trade/openapi.json"
#include "resource.h"
};

size_t node_resource_count(void) {
    return sizeof resources / sizeof *resources;
}

node_resource node_resource_at(size_t index) {
    return resources[index];
}

static const unsigned char version[] = {
#embed "../../VERSION" suffix(, 0)
};

const char *node_version(void) {
    return (const char *)version;
}
