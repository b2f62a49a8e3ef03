import NodeKit
import Trade

await NodeProgram.main(TradeCommand.self)
