import NodeKit
import Sandbox

await NodeProgram.main(SandboxCommand.self)
