import Creditors
import NodeKit

await NodeProgram.main(CreditorsCommand.self)
