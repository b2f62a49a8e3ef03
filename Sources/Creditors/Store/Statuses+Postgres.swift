import Persistence

extension Creditor.Status: PostgresScalar {}
extension Pin.Status: PostgresScalar {}
