module keybell.example/verify

go 1.19
