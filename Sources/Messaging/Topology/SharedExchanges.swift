/// The exchanges that several parties declare, and must declare alike: nodes, and the accounting authority or the bridge to it (SMP 9.2,
/// 9.5, 9.6).
extension Topology.Exchange {
    /// What accounting authorities send to the Creditors Agent and to Circular Trade.
    public static let creditorsIn = Topology.Exchange("creditors_in", .headers)

    /// What these two send to accounting authorities. What no authority takes goes on to the filter.
    public static let creditorsOut = Topology.Exchange(
        "creditors_out", .topic, arguments: [Field("alternate-exchange", .string(loopbackFilter.name))])

    /// Sorts out what comes back from `creditors_out` (SMP 9.3).
    public static let loopbackFilter = Topology.Exchange("ca.loopback_filter", .headers)

    /// What goes to Circular Trade, and within it.
    public static let toTrade = Topology.Exchange("to_trade", .topic)

    /// What accounting authorities send to the Debtors Agent.
    public static let debtorsIn = Topology.Exchange("debtors_in", .topic)

    /// What the Debtors Agent sends to accounting authorities.
    public static let debtorsOut = Topology.Exchange("debtors_out", .fanout)
}
