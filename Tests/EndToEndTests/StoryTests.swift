import Demo
import Testing

@Suite(.serialized) struct DemoEndToEndTests {
    @Test func theStoryOfTheDemonstrationEndsWithExactBalances() async throws {
        let story = Story(nodes: try EndToEndStack.nodes(), narrator: Narrator(Screen(.silent)))
        #expect(try await story.tell() == [])
    }

    @Test func twoStoriesAtOnceDoNotDisturbEachOther() async throws {
        let story = Story(nodes: try EndToEndStack.nodes(), narrator: Narrator(Screen(.silent)))
        async let one = story.tell()
        async let other = story.tell()
        let differences = try await one + other
        #expect(differences == [])
    }
}
