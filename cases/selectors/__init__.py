"""What others read about persons, families and incomes."""
