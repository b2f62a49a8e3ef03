import Trade

TradeCommand.main()
