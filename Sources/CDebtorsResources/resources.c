#include "CDebtorsResources.h"

// #embed is part of C23 and an extension before it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi[] = {
#embed "../../services/debtors/openapi.json"
};

static const unsigned char migration_0001[] = {
#embed "../../services/debtors/migrations/0001-debtors/up.sql"
};

debtors_resource debtors_openapi(void) {
    return (debtors_resource){openapi, sizeof openapi};
}

debtors_resource debtors_migration_0001(void) {
    return (debtors_resource){migration_0001, sizeof migration_0001};
}
