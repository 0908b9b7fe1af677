"""What must hold between the records of a campaign: one module a family of rules, each rule a generator."""
