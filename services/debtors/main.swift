import Debtors
import NodeKit

await NodeProgram.main(DebtorsCommand.self)
