import ServiceLifecycle

extension ServiceGroup {
    /// Runs the group to its end. Returns the error with which it failed, if any.
    func runToFailure() async -> (any Error)? {
        do {
            try await run()
            return nil
        } catch let error as ServiceGroupError where error == .alreadyFinished() {
            // It was told to stop before it began.
            return nil
        } catch {
            return error
        }
    }
}
