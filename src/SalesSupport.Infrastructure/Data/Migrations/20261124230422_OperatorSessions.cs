using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class OperatorSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "House_OperatorSessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    OperatorId = table.Column<Guid>(nullable: false),
                    SignedOnAt = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_OperatorSessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_House_OperatorSessions_House_Operators_OperatorId",
                        column: x => x.OperatorId,
                        principalTable: "House_Operators",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_House_OperatorSessions_OperatorId",
                table: "House_OperatorSessions",
                column: "OperatorId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "House_OperatorSessions");
        }
    }
}
