import Persistence

// Numbers of the solver database as columns.

extension TurnPhase: PostgresScalar {}
extension CollectorStatus: PostgresScalar {}
