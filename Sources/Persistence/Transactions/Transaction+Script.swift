extension Transaction {
    /// Runs a text of several statements, without parameters. Transaction control inside is refused.
    public func script(_ name: String, _ sql: String) throws {
        try open()
        do {
            try session.leavePipelineMode()
            try session.runScript(name, sql)
            try session.enterPipelineMode()
        } catch {
            markFailed(name)
            if !session.isBroken { try? session.enterPipelineMode() }
            throw error
        }
    }
}
