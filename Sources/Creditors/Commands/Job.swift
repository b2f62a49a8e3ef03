import NodeKit

extension NodeProcess {
    /// Runs a processor or a scanner. Those that were told to do their work once end with 0; the others do not end by themselves, so whoever
    /// waits for them hears that they were stopped (CA 3.2).
    func runJob(_ role: any NodeRole, quitsEarly: Bool) async -> Int32 {
        let status = await run(role)
        guard !quitsEarly, status == ExitStatus.success else { return status }
        logger.warning("\(role.name) was told to stop")
        return ExitStatus.failure
    }
}
