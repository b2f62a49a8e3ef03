#include "CCreditorsResources.h"

// #embed is part of C23 and an extension before it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi[] = {
#embed "../../services/creditors/openapi.json"
};

static const unsigned char migration_0001[] = {
#embed "../../services/creditors/migrations/0001-creditors/up.sql"
};

creditors_resource creditors_openapi(void) {
    return (creditors_resource){openapi, sizeof openapi};
}

creditors_resource creditors_migration_0001(void) {
    return (creditors_resource){migration_0001, sizeof migration_0001};
}
