import Demo

await DemoProgram.main()
